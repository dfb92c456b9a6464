import { useNavigate, useSearch } from '@tanstack/react-router';
import { OperatorPage } from '#frame/OperatorLayout.tsx';
import { PrivacyPage } from '#frame/PrivacyLayout.tsx';
import { operatorNotice, useWorkspaceNotice } from '../api/source.ts';
import { NoticeView } from '../components/NoticeView.tsx';

/** `/w/{slug}/privacy/notice?page=security&lang=id` */
export function NoticePage() {
  const search = useSearch({ from: '/w/$slug/privacy/notice' });
  const navigate = useNavigate({ from: '/w/$slug/privacy/notice' });
  return (
    <NoticeView
      page={PrivacyPage}
      source={useWorkspaceNotice()}
      search={search}
      onSearch={(next) => void navigate({ search: next, replace: true })}
    />
  );
}

/** `/operator/notice`: that of the installation. */
export function OperatorNoticePage() {
  const search = useSearch({ from: '/operator/notice' });
  const navigate = useNavigate({ from: '/operator/notice' });
  return (
    <NoticeView
      page={OperatorPage}
      source={operatorNotice}
      search={search}
      onSearch={(next) => void navigate({ search: next, replace: true })}
    />
  );
}
