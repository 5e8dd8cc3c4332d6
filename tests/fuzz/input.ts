/** The input of a number: the same for a seed, whatever was run before it. */
import { mutated, randomOf } from './mutate.ts';
import type { Sample } from './readers.ts';

export function inputOf(samples: readonly Sample[], reader: string, seed: number, index: number): Sample {
  const random = randomOf(reader, seed, index);
  const sample = random.of(samples);
  const others = samples.map(({ bytes }) => bytes);
  return { name: sample.name, bytes: mutated(sample.bytes, others, random) };
}
