import 'react';

declare module 'react' {
  interface CSSProperties {
    [variable: `--${string}`]: string | number | undefined;
  }
}

declare global {
  interface ImportMetaEnv {
    /** "true" in builds made for tests: adds the gallery of parts. */
    readonly VITE_GALLERY?: string;
  }
}
