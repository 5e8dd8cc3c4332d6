/**
 * A text field that suggests what is meant. It stays a plain text field without JavaScript: the
 * server then finds what was typed. Follows the ARIA pattern «combobox with a list of suggestions».
 */
import { type FocusEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useField } from './field.tsx';
import inputs from './inputs.module.css';
import styles from './combobox.module.css';

export type Suggestion = { value: string; label: string; hint?: string };

type ComboboxProps = {
  /** Answers `?q=` with Suggestion[] as JSON. */
  source: string;
  name?: string;
  id?: string;
  type?: 'text' | 'search';
  placeholder?: string;
  defaultValue?: string;
  required?: boolean;
  /** Name of a hidden field that carries the value of the chosen suggestion; empty when the text was typed freely. */
  valueName?: string;
  defaultChosen?: string;
  onChoose?(suggestion: Suggestion): void;
  /** Choosing leaves the typed text alone: it leads somewhere instead. */
  keepText?: boolean;
};

const TYPING_PAUSE_MS = 180;
const SHORTEST_QUERY = 2;

export function Combobox({
  source,
  type = 'text',
  placeholder,
  defaultValue = '',
  required,
  valueName,
  defaultChosen = '',
  onChoose,
  keepText,
  ...given
}: ComboboxProps) {
  const field = useField(given);
  const listId = useId();
  const [text, setText] = useState(defaultValue);
  const [chosen, setChosen] = useState(defaultChosen);
  const [active, setActive] = useState(-1);
  const { suggestions, ask, close } = useSuggestions(source);
  const isOpen = suggestions.length > 0;

  useEffect(() => setText(defaultValue), [defaultValue]);

  function choose(suggestion: Suggestion) {
    close();
    setActive(-1);
    if (!keepText) setText(suggestion.label);
    setChosen(suggestion.value);
    onChoose?.(suggestion);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (!isOpen) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      // One place past the ends stands for the text field itself.
      setActive((current) => ((current + 1 + step + suggestions.length + 1) % (suggestions.length + 1)) - 1);
    } else if (event.key === 'Enter' && suggestions[active]) {
      event.preventDefault();
      choose(suggestions[active]);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      close();
    }
  }

  return (
    <div
      className={styles.combobox}
      onBlur={(event: FocusEvent) => event.currentTarget.contains(event.relatedTarget) || close()}
    >
      <input
        {...field}
        type={type}
        placeholder={placeholder}
        required={required}
        value={text}
        className={inputs.full}
        autoComplete="off"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-activedescendant={suggestions[active] ? `${listId}-${active}` : undefined}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.target.value);
          setChosen('');
          setActive(-1);
          ask(event.target.value);
        }}
      />
      {valueName ? <input type="hidden" name={valueName} value={chosen} /> : null}
      <ul id={listId} role="listbox" aria-label="Подсказки" className={styles.list} hidden={!isOpen}>
        {suggestions.map((suggestion, index) => (
          // The keyboard works on the text field, which keeps the focus.
          <li
            key={suggestion.value}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            className={styles.option}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(suggestion)}
          >
            {suggestion.label}
            {suggestion.hint ? <span className={styles.hint}>{suggestion.hint}</span> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

function useSuggestions(source: string) {
  const [suggestions, setSuggestions] = useState<Suggestion[]>([]);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  const running = useRef<AbortController>(undefined);

  function close() {
    clearTimeout(pause.current);
    running.current?.abort();
    setSuggestions([]);
  }

  function ask(text: string) {
    close();
    if (text.trim().length < SHORTEST_QUERY) return;
    pause.current = setTimeout(() => void load(text), TYPING_PAUSE_MS);
  }

  async function load(text: string) {
    const controller = new AbortController();
    running.current = controller;
    const separator = source.includes('?') ? '&' : '?';
    try {
      const response = await fetch(`${source}${separator}q=${encodeURIComponent(text)}`, { signal: controller.signal });
      if (response.ok) setSuggestions((await response.json()) as Suggestion[]);
    } catch {
      // Suggestions are a convenience: without them the text is sent as typed.
    }
  }

  return { suggestions, ask, close };
}
