/** Named parameters of a methodology: filled in, changed from outside within their limits. */
import { AppError } from '#kernel/errors.ts';
import { type Methodology, methodologySchema, type Parameter, type Uncertainty } from './schema.ts';

/** A methodology as written: the fields of `Methodology` with names of parameters in place of numbers. */
export type MethodologySource = Record<string, unknown>;

export type ParameterValues = Readonly<Record<string, number>>;

export class UnknownParameter extends Error {
  readonly parameter: string;
  readonly path: readonly PropertyKey[];

  constructor(parameter: string, path: readonly PropertyKey[]) {
    super(`No parameter ${parameter}`);
    this.parameter = parameter;
    this.path = path;
  }
}

/** Own values of the parameters, whatever else is wrong with the text. */
export function parametersOf(source: MethodologySource): ParameterValues {
  const parameters = source['parameters'];
  if (typeof parameters !== 'object' || parameters === null) return {};
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [name, (parameter as Parameter | null)?.value as number]),
  );
}

/** @throws UnknownParameter */
export function filled(source: MethodologySource, values: ParameterValues): MethodologySource {
  return fill(source, values, []) as MethodologySource;
}

function fill(value: unknown, values: ParameterValues, path: readonly PropertyKey[]): unknown {
  if (typeof value === 'string' && /^\$\w+$/.test(value)) {
    const name = value.slice(1);
    if (!Object.hasOwn(values, name)) throw new UnknownParameter(name, path);
    return values[name];
  }
  if (Array.isArray(value)) return value.map((one, index) => fill(one, values, [...path, index]));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fill(one, values, [...path, key])]));
  return value;
}

export type Settings = { parameters?: ParameterValues; uncertainty?: Uncertainty };

/**
 * The methodology with other settings; the parameters in it show the values that were used.
 * @throws AppError parameterUnknown, parameterOutOfRange
 */
export function withSettings(source: MethodologySource, { parameters = {}, uncertainty }: Settings = {}): Methodology {
  const own = parametersOf(source);
  for (const [name, value] of Object.entries(parameters)) {
    if (!Object.hasOwn(own, name))
      throw new AppError('parameterUnknown', {
        text: `В методике нет параметра «${name}».`,
        advice: `Есть: ${Object.keys(own).join(', ') || 'ни одного'}.`,
      });
    checkRange(name, value, (source['parameters'] as Record<string, Parameter>)[name] as Parameter);
  }
  const values = filled(source, { ...own, ...parameters });
  const described = source['parameters'] as Record<string, Parameter> | undefined;
  const parsed = methodologySchema.safeParse({
    ...values,
    parameters: Object.fromEntries(
      Object.entries(described ?? {}).map(([name, parameter]) => [
        name,
        { ...parameter, value: parameters[name] ?? parameter.value },
      ]),
    ),
    ...(uncertainty === undefined ? {} : { uncertainty }),
  });
  if (parsed.success) return parsed.data;
  throw new AppError('parameterOutOfRange', {
    text: `С такими значениями методика не работает: ${parsed.error.issues[0]?.path.join('.')}.`,
    advice: 'Верните прежние значения параметров.',
  });
}

function checkRange(name: string, value: number, { title, minimum, maximum }: Parameter): void {
  const low = minimum ?? Number.NEGATIVE_INFINITY;
  const high = maximum ?? Number.POSITIVE_INFINITY;
  if (Number.isFinite(value) && value >= low && value <= high) return;
  throw new AppError('parameterOutOfRange', {
    text: `Недопустимое значение параметра «${name}» (${title}).`,
    advice: `Укажите число от ${minimum ?? '−∞'} до ${maximum ?? '∞'}.`,
  });
}
