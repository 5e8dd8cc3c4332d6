/** What a bundle holds: everything that a run was made from, so that anyone can make it again. */
import type { IdentificationData, InputFile } from '../contract.ts';
import type { Settings } from '../methodology/parameters.ts';

export const BUNDLE_SCHEMA = 'opora.identification-bundle/1';

export const PARTS = {
  manifest: 'bundle.json',
  methodology: 'methodology.yaml',
  results: 'results.json',
  result: 'identification.json',
  readMe: 'README.txt',
} as const;

export type BundleManifest = {
  schema: typeof BUNDLE_SCHEMA;
  /** Version of Opora that made the run. */
  program: string;
  year: number;
  settings: Settings;
  inputs: InputFile[];
  /** SHA-256 of each other part. */
  parts: Record<string, string>;
};

export type BundleContent = {
  program: string;
  methodologyText: string;
  settings: Settings;
  year: number;
  inputs: InputFile[];
  data: IdentificationData;
  /** The bytes of the result. */
  resultText: string;
};
