import type { ReactNode } from 'react';
import { Combobox, Field, Radios } from './ui/index.ts';

/** An organisation as a field shows it. */
export type OrganisationOption = { id: number; label: string; hint?: string };

type OrganisationFieldProps = {
  /** Name of the text; the id chosen goes as `${name}Id`. The server reads both by `chosenOrganisation`. */
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  /** What was typed or is stored. */
  text?: string;
  chosen?: OrganisationOption | null;
  /** Several fit what was typed: they are offered to choose from. */
  candidates?: readonly OrganisationOption[] | undefined;
  /** Restricts the suggestions: `kind=municipality`. */
  query?: string;
};

/** Choosing an organisation by any of its names: suggestions with JavaScript, a list of those that fit without. */
export function OrganisationField({
  name,
  label,
  hint,
  error,
  text,
  chosen,
  candidates,
  query = '',
}: OrganisationFieldProps) {
  if (candidates?.length) {
    return (
      <>
        <input type="hidden" name={name} value={text ?? ''} />
        <input type="hidden" name={`${name}Among`} value="yes" />
        <Field
          label={label}
          name={`${name}Id`}
          hint={`По запросу «${text}» нашлось несколько. Выберите одну.`}
          error={error}
        >
          <Radios
            options={candidates.map((candidate) => ({
              value: String(candidate.id),
              label: candidate.label,
              hint: candidate.hint,
            }))}
          />
        </Field>
      </>
    );
  }
  return (
    <Field label={label} name={name} hint={hint} error={error}>
      <Combobox
        source={`/organisations/suggestions${query ? `?${query}` : ''}`}
        defaultValue={text ?? chosen?.label ?? ''}
        valueName={`${name}Id`}
        defaultChosen={chosen ? String(chosen.id) : ''}
      />
    </Field>
  );
}
