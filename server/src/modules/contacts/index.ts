export { foldPhone } from './fold-phone.ts';
export { normalisePhone } from './normalise-phone.ts';
export { isBsuid, type Identity } from './identity.ts';
export { contactsChannel, createPeopleCache, followContactChanges, type PeopleCache } from './people-cache.ts';
export { resolvePeople, type PeopleDeps, type Person, type ResolvedPerson } from './resolve-people.ts';
export { recordProfileNames, type ToldName } from './record-profile-names.ts';
export { findRecipients, type ContactAddress } from './find-recipients.ts';
export { selectContactStates, updateMarketing, type ContactStateRow, type MarketingChoice } from './contacts.sql.ts';
