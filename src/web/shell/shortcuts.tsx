import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { NavigationItem } from '../navigation.ts';
import { Button } from '../ui/index.ts';
import { ShortcutList } from './shortcut-list.tsx';
import styles from './shortcuts.module.css';

/** How long «g» waits for its second key. */
const CHORD_MS = 1500;
const SWITCH = 'opora.shortcuts';

/** Single-key shortcuts must be possible to switch off: they hinder those who speak to the computer. */
export function shortcutsAreOn(): boolean {
  return localStorage.getItem(SWITCH) !== 'off';
}

export function switchShortcuts(on: boolean): void {
  if (on) localStorage.removeItem(SWITCH);
  else localStorage.setItem(SWITCH, 'off');
}

export function Shortcuts({ navigation }: { navigation: readonly NavigationItem[] }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  const navigate = useNavigate();

  useEffect(() => {
    let chordUntil = 0;
    function onKey(event: KeyboardEvent) {
      if (
        event.defaultPrevented ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        isTyping(event.target) ||
        !shortcutsAreOn()
      )
        return;
      const chord = event.timeStamp < chordUntil;
      chordUntil = 0;
      if (event.key === '?') setOpen(true);
      else if (event.code === 'Slash') focusSearch(event);
      else if (chord) {
        const item = navigation.find(({ key }) => event.code === `Key${key.toUpperCase()}`);
        if (item) void navigate(item.to);
      } else if (event.code === 'KeyG') chordUntil = event.timeStamp + CHORD_MS;
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navigation, navigate]);

  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
  }, [isOpen]);

  // Not in the page until asked for: most never do.
  if (!isOpen) return null;
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby="shortcuts-title" onClose={() => setOpen(false)}>
      <h2 id="shortcuts-title" className={styles.title}>
        Работа с клавиатуры
      </h2>
      <ShortcutList navigation={navigation} />
      <Button type="button" variant="secondary" onClick={() => dialog.current?.close()}>
        Закрыть
      </Button>
    </dialog>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

function focusSearch(event: KeyboardEvent) {
  event.preventDefault();
  document.getElementById('global-search')?.focus();
}
