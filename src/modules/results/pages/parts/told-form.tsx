import { Field, Filters, Select } from '#web/ui/index.ts';

/** Which school year the form is of. */
export function YearChoice({ year, options }: { year: number; options: { value: string; label: string }[] }) {
  return (
    <Filters resetHref="?">
      <Field label="Учебный год" name="year">
        <Select size="short" key={year} defaultValue={String(year)} options={options} />
      </Field>
    </Filters>
  );
}

export function textsOf(form: FormData): Record<string, string> {
  return Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}

export const contextCrumbs = ({ id, shortName }: { id: number; shortName: string }) => [
  { label: 'Школы и организации', to: '/organisations' },
  { label: shortName, to: `/organisations/${id}/context` },
];
