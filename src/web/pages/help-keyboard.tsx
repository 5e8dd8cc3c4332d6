import { useEffect, useState } from 'react';
import { useRouteLoaderData } from 'react-router';
import type { loader as layoutLoader } from '../layout.tsx';
import { ShortcutList } from '../shell/shortcut-list.tsx';
import { shortcutsAreOn, switchShortcuts } from '../shell/shortcuts.tsx';
import { Checkbox, Page, Prose, Section } from '../ui/index.ts';

export const meta = () => [{ title: 'Работа с клавиатуры — Опора' }];

export default function KeyboardHelp() {
  const navigation = useRouteLoaderData<typeof layoutLoader>('layout')?.navigation ?? [];
  return (
    <Page title="Работа с клавиатуры" width="reading" lead="Всё, что делается мышью, делается и с клавиатуры.">
      <Section title="Сочетания клавиш">
        <p>Буквы указаны по месту на клавиатуре: они действуют и в русской раскладке.</p>
        <ShortcutList navigation={navigation} />
        <ShortcutSwitch />
      </Section>
      <Section title="Порядок и перенос">
        <Prose>
          <p>
            Там, где строки можно перетаскивать, рядом есть кнопки «Выше» и «Ниже». В таблицах порядок меняется ссылкой
            в заголовке столбца.
          </p>
          <p>Первая ссылка каждой страницы — «К содержанию»: она переносит сразу за меню.</p>
        </Prose>
      </Section>
    </Page>
  );
}

/** The choice belongs to this browser, and matters only where scripts run. */
function ShortcutSwitch() {
  const [isOn, setOn] = useState<boolean | null>(null);
  useEffect(() => setOn(shortcutsAreOn()), []);
  if (isOn === null) return null;
  return (
    <Checkbox
      label="Сочетания клавиш включены"
      hint="Выключите, если пользуетесь голосовым вводом. Настройка действует в этом браузере."
      checked={isOn}
      onChange={(event) => {
        switchShortcuts(event.target.checked);
        setOn(event.target.checked);
      }}
    />
  );
}
