/** Settings of «Что если»: a slider with the number beside it. It answers while it moves; without JavaScript, by the button. */
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Form, useLocation, useSubmit } from 'react-router';
import { Button, Field, Link, TextInput } from '#web/ui/index.ts';
import { MOVED, type ParameterField, STOOD, written } from './settings.ts';
import styles from './setting-sliders.module.css';

export type SliderField = Omit<ParameterField, 'value'> & { value: string };

const TYPING_PAUSE_MS = 350;
/** A hand moves the slider through many values a second: the last one is asked for. */
const MOVING_PAUSE_MS = 60;

type Props = {
  fields: readonly SliderField[];
  /** The address with the settings of the run. */
  resetHref: string;
  /** What else is chosen. */
  children: ReactNode;
};

export function SettingSliders({ fields, resetHref, children }: Props) {
  const submit = useSubmit();
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  const live = useLive();
  const form = useRef<HTMLFormElement>(null);
  const { search } = useLocation();
  // «Сбросить» leads to the address without settings: every field goes back to what the run has.
  useEffect(() => {
    if (search === '') form.current?.reset();
  }, [search]);

  function apply(event: FormEvent<HTMLFormElement>) {
    const asked = event.currentTarget;
    const { type } = event.target as HTMLInputElement;
    clearTimeout(pause.current);
    pause.current = setTimeout(
      () => void submit(asked, { replace: true, preventScrollReset: true }),
      type === 'text' ? TYPING_PAUSE_MS : MOVING_PAUSE_MS,
    );
  }

  return (
    <Form method="get" className={styles.settings} onChange={apply} ref={form}>
      {fields.map((field) => (
        <Slider key={field.name} field={field} live={live} />
      ))}
      {children}
      <div className={styles.buttons}>
        <Button variant="secondary">Показать</Button>
        <Link to={resetHref} preventScrollReset>
          Сбросить
        </Link>
      </div>
    </Form>
  );
}

/** True once scripts run: then the number alone travels in the address. */
function useLive(): boolean {
  const [live, setLive] = useState(false);
  useEffect(() => setLive(true), []);
  return live;
}

function Slider({ field: { name, title, hint, value, range }, live }: { field: SliderField; live: boolean }) {
  const slider = useRef<HTMLInputElement>(null);
  const block = useRef<HTMLDivElement>(null);
  const number = () => block.current?.querySelector<HTMLInputElement>('input[type=text]');
  const standing = value.replace(',', '.');
  return (
    <div className={styles.setting} ref={block}>
      <Field label={title} name={name} hint={hint}>
        <TextInput
          size="short"
          inputMode="decimal"
          autoComplete="off"
          defaultValue={value}
          onInput={(event) => {
            if (slider.current) slider.current.value = event.currentTarget.value.replace(',', '.');
          }}
        />
      </Field>
      {range ? (
        <>
          <input
            ref={slider}
            className={styles.slider}
            type="range"
            aria-label={`${title}, ползунок`}
            name={live ? undefined : `${MOVED}${name}`}
            min={range.minimum}
            max={range.maximum}
            step={range.step}
            defaultValue={standing}
            onInput={(event) => {
              const twin = number();
              if (twin) twin.value = written(Number(event.currentTarget.value));
            }}
          />
          {live ? null : <input type="hidden" name={`${STOOD}${name}`} value={standing} />}
        </>
      ) : null}
    </div>
  );
}
