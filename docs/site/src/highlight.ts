import { createCssVariablesTheme, createHighlighterCore, type LanguageInput } from '@shikijs/core';
import { createJavaScriptRegexEngine } from '@shikijs/engine-javascript';
import docker from '@shikijs/langs/docker';
import http from '@shikijs/langs/http';
import ini from '@shikijs/langs/ini';
import javascript from '@shikijs/langs/javascript';
import json from '@shikijs/langs/json';
import nginx from '@shikijs/langs/nginx';
import python from '@shikijs/langs/python';
import shell from '@shikijs/langs/shellscript';
import sql from '@shikijs/langs/sql';
import typescript from '@shikijs/langs/typescript';
import yaml from '@shikijs/langs/yaml';
import { escapeHtml } from './html.ts';

const languages: LanguageInput[] = [docker, http, ini, javascript, json, nginx, python, shell, sql, typescript, yaml];

/** Turns code into HTML with a class per kind of word. Languages it does not know come out as plain text. */
export type Highlight = (code: string, language: string) => string;

/**
 * Loads the grammars. Colours are classes (`t-keyword`, `t-string`, …) and never style attributes: the policy of the pages
 * allows none, and one style sheet serves the light and the dark look.
 */
export async function createHighlight(): Promise<Highlight> {
  const highlighter = await createHighlighterCore({
    themes: [createCssVariablesTheme({ name: 'roles', variablePrefix: '--t-', fontStyle: false })],
    langs: languages,
    engine: createJavaScriptRegexEngine(),
  });
  const known = new Set(highlighter.getLoadedLanguages());
  return (code, language) => {
    if (!known.has(language)) return escapeHtml(code);
    return highlighter
      .codeToTokensBase(code, { lang: language, theme: 'roles' })
      .map((line) => line.map((token) => wrap(token.content, token.color)).join(''))
      .join('\n');
  };
}

/** `var(--t-token-keyword)` becomes the class `t-keyword`; the plain colour of the text needs none. */
function wrap(text: string, color: string | undefined): string {
  const role = /^var\(--t-token-([a-z-]+)\)$/.exec(color ?? '')?.[1];
  return role === undefined || text.trim() === '' ? escapeHtml(text) : `<span class="t-${role}">${escapeHtml(text)}</span>`;
}
