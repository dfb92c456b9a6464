import type { SectionGroup } from './SectionTabs.tsx';

/** Every page for the people who run the installation, under its heading; a new one is a row here and a route below `operatorRoute`. */
export const operatorGroups: readonly SectionGroup[] = [];
