import { describe, expect, it } from 'vitest';
import { describeKeys, matchesStep, parseKeys, type KeyPress, type KeyStep } from './keys.ts';

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held };
}

function onlyStep(keys: string): KeyStep {
  const [step] = parseKeys(keys);
  if (!step) throw new Error(`no step in ${keys}`);
  return step;
}

describe('shortcut keys', () => {
  it('match Control or Command for mod, and nothing without it', () => {
    const step = onlyStep('mod+k');
    expect(matchesStep(press('k', { ctrlKey: true }), step)).toBe(true);
    expect(matchesStep(press('k', { metaKey: true }), step)).toBe(true);
    expect(matchesStep(press('k'), step)).toBe(false);
  });

  it('do not take a bare letter while a modifier is down', () => {
    expect(matchesStep(press('j', { ctrlKey: true }), onlyStep('j'))).toBe(false);
    expect(matchesStep(press('J', { shiftKey: true }), onlyStep('j'))).toBe(false);
  });

  it('take ? whether or not the keyboard needs Shift for it', () => {
    expect(matchesStep(press('?', { shiftKey: true }), onlyStep('?'))).toBe(true);
    expect(matchesStep(press('?'), onlyStep('?'))).toBe(true);
  });

  it('read a sequence as steps one after the other', () => {
    expect(parseKeys('g i').map((step) => step.key)).toEqual(['g', 'i']);
  });

  it('are drawn as caps', () => {
    expect(describeKeys('mod+enter')).toEqual(['Ctrl', '↵']);
    expect(describeKeys('g i')).toEqual(['G', 'I']);
  });
});
