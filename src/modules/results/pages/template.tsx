/** Empty files that the import reads back: results of a procedure, a social passport, participation in the Olympiad. */
import { Form } from 'react-router';
import { ASSESSMENT_KINDS, SUBJECTS } from '#modules/assessments/index.ts';
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  ButtonLink,
  Field,
  FieldRow,
  Fields,
  Page,
  Prose,
  Section,
  Select,
  TextInput,
} from '#web/ui/index.ts';
import { regionToKeep } from '../queries/regions.ts';
import { CRUMBS } from './parts/words.tsx';

export async function loader({ context }: LoaderArgs) {
  const { scope, db, actor, clock } = ctxOf(context);
  await regionToKeep(scope, db, actor);
  return { year: Number(clock.today().slice(0, 4)) };
}

export const meta = () => [{ title: 'Шаблоны файлов — Опора' }];
export const handle = { crumbs: () => [CRUMBS, { label: 'Загрузить результаты', to: '/results/import' }] };

export default function Template({ loaderData: { year } }: PageProps<typeof loader>) {
  return (
    <Page title="Шаблоны файлов" width="reading">
      <Section title="Результаты процедуры" id="results">
        <Prose>
          <p>
            Задания берутся из описания работы, а если его нет — из уже загруженных результатов. Имя файла говорит
            процедуру: не меняйте его, и загрузка узнает её сама. Имён учеников в шаблоне нет: код участника достаточен.
          </p>
        </Prose>
        <Form method="get" action="/results/template/xlsx" reloadDocument>
          <Fields>
            <FieldRow>
              <Field label="Вид" name="kind">
                <Select size="short" options={ASSESSMENT_KINDS.map((value) => ({ value, label: value }))} />
              </Field>
              <Field label="Предмет" name="subject">
                <Select options={Object.entries(SUBJECTS).map(([value, label]) => ({ value, label }))} />
              </Field>
              <Field label="Класс работы" name="grade">
                <Select
                  size="short"
                  defaultValue="5"
                  options={Array.from({ length: 11 }, (_, k) => ({ value: String(k + 1), label: String(k + 1) }))}
                />
              </Field>
              <Field label="Год" name="year">
                <TextInput size="short" inputMode="numeric" defaultValue={String(year)} />
              </Field>
              <Field label="Когда" name="round">
                <Select
                  size="short"
                  options={[
                    { value: 'spring', label: 'весной' },
                    { value: 'autumn', label: 'осенью' },
                  ]}
                />
              </Field>
            </FieldRow>
            <Actions>
              <Button>Скачать XLSX</Button>
              <Button variant="secondary" formAction="/results/template/csv">
                Скачать CSV
              </Button>
            </Actions>
          </Fields>
        </Form>
      </Section>
      <Section title="О школах" id="schools">
        <Prose>
          <p>Только числа по школе: ничего об отдельном ребёнке. Школа узнаётся по логину ФИС ОКО или по коду.</p>
        </Prose>
        <Actions>
          <ButtonLink to="/results/template/xlsx?of=passport" download>
            Социальный паспорт
          </ButtonLink>
          <ButtonLink to="/results/template/xlsx?of=context" download>
            Контекстные данные
          </ButtonLink>
          <ButtonLink to="/results/template/xlsx?of=olympiad" download>
            Участие в олимпиаде
          </ButtonLink>
        </Actions>
      </Section>
    </Page>
  );
}
