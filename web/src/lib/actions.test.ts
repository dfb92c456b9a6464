import { beforeEach, describe, expect, it } from 'vitest';
import { ActionRegistry, type Action } from './actions.ts';
import type { KeyPress } from './keys.ts';

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held };
}

function action(id: string, keys?: string): Action {
  return { id, keys, label: id, group: 'Test', run: () => undefined };
}

describe('the action registry', () => {
  let registry: ActionRegistry;
  beforeEach(() => {
    registry = new ActionRegistry();
  });

  it('finds the action of a key', () => {
    registry.setActions('page', [action('next', 'j'), action('palette', 'mod+k')]);
    expect(registry.press(press('j'), 0, false)?.id).toBe('next');
    expect(registry.press(press('k', { ctrlKey: true }), 0, false)?.id).toBe('palette');
    expect(registry.press(press('x'), 0, false)).toBeNull();
  });

  it('leaves a key to the part that has the focus when it only lists it', () => {
    registry.setActions('page', [{ ...action('open', 'enter'), native: true }]);
    expect(registry.press(press('Enter'), 0, false)).toBeNull();
    expect(registry.actions().map(({ id }) => id)).toEqual(['open']);
  });

  it('leaves bare keys to whoever is typing, but not keys with a modifier', () => {
    registry.setActions('page', [action('next', 'j'), action('palette', 'mod+k')]);
    expect(registry.press(press('j'), 0, true)).toBeNull();
    expect(registry.press(press('k', { metaKey: true }), 0, true)?.id).toBe('palette');
  });

  it('follows a sequence and forgets it after a pause', () => {
    registry.setActions('frame', [action('inbox', 'g i'), action('numbers', 'g n')]);
    expect(registry.press(press('g'), 1000, false)).toBeNull();
    expect(registry.press(press('n'), 1500, false)?.id).toBe('numbers');
    registry.press(press('g'), 3000, false);
    expect(registry.press(press('i'), 5000, false)).toBeNull();
  });

  it('starts over with a key that breaks a sequence', () => {
    registry.setActions('frame', [action('inbox', 'g i'), action('next', 'j')]);
    registry.press(press('g'), 0, false);
    expect(registry.press(press('j'), 100, false)?.id).toBe('next');
    registry.press(press('g'), 200, false);
    registry.press(press('g'), 300, false);
    expect(registry.press(press('i'), 400, false)?.id).toBe('inbox');
  });

  it('prefers the owner that came last and gives keys back when it leaves', () => {
    registry.setActions('frame', [action('frame-reply', 'r')]);
    registry.setActions('thread', [action('thread-reply', 'r')]);
    expect(registry.press(press('r'), 0, false)?.id).toBe('thread-reply');
    registry.setActions('thread', []);
    expect(registry.press(press('r'), 0, false)?.id).toBe('frame-reply');
  });

  it('tells listeners about changes until they leave', () => {
    let calls = 0;
    const leave = registry.subscribe(() => {
      calls += 1;
    });
    registry.setActions('page', [action('a')]);
    leave();
    registry.setActions('page', []);
    expect(calls).toBe(1);
  });
});
