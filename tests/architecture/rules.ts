/** The arrows of house.md: kernel ← stats, documents, charts, platform ← modules ← web ← roots. */
import type { IForbiddenRuleType } from 'dependency-cruiser';

const TESTS = '\\.(test|fixture)\\.ts$';
const ROOTS = '^src/(server|application|api|worker|cli)\\.ts$';
const NODE = '^(node:)?(fs|path|child_process|http|https|net|os|crypto|worker_threads|fs/promises)$';
const LIBRARIES_WITH_IO = 'node_modules/(pg|kysely|pg-boss|better-auth|hono|nodemailer|react|react-dom|react-router)/';
const IO = [NODE, LIBRARIES_WITH_IO, '^src/(platform|web)/'];

export const forbidden: IForbiddenRuleType[] = [
  {
    name: 'kernel-depends-on-nothing',
    comment: 'The kernel is vocabulary. Move what needs a library to platform, documents or a module.',
    severity: 'error',
    from: { path: '^src/kernel/', pathNot: TESTS },
    to: { pathNot: '^src/kernel/' },
  },
  {
    name: 'stats-and-charts-stay-pure',
    comment: 'Statistics and charts take data and return data. Read and write in the module that calls them.',
    severity: 'error',
    from: { path: '^src/(stats|charts)/', pathNot: TESTS },
    to: { path: [...IO, '^src/(modules|documents)/'] },
  },
  {
    name: 'documents-know-no-feature',
    comment:
      'Readers and writers turn bytes into the document model and back. Meaning belongs to a module; IO to platform.',
    severity: 'error',
    from: { path: '^src/documents/', pathNot: TESTS },
    to: { path: [...IO, '^src/(modules|charts)/'] },
  },
  {
    name: 'platform-knows-no-feature',
    comment: 'Plumbing serves every feature. Pass what it needs as a parameter from the module or the root.',
    severity: 'error',
    from: { path: '^src/platform/', pathNot: TESTS },
    to: { path: '^src/(modules|web)/' },
  },
  {
    name: 'modules-meet-at-the-index',
    comment: "Import another module's index.ts; if what you need is missing there, add it to that short list.",
    severity: 'error',
    from: { path: '^src/modules/([^/]+)/', pathNot: TESTS },
    to: { path: '^src/modules/([^/]+)/', pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/(index|contract)\\.ts$'] },
  },
  {
    name: 'modules-do-not-know-the-site',
    comment:
      'A page may use the kit and the helpers of web; its layout, navigation and own pages know the modules, not the other way round.',
    severity: 'error',
    from: { path: '^src/modules/' },
    to: { path: '^src/web/(root|layout|routes|navigation|entry\\.server|pages/)' },
  },
  {
    name: 'rules-are-pure',
    comment: 'domain.ts and policy.ts decide; they read no clock, database or page. Pass facts in as parameters.',
    severity: 'error',
    from: { path: ['^src/modules/[^/]+/(domain|policy)\\.ts$', '^src/modules/[^/]+/(domain|policy)/'], pathNot: TESTS },
    to: { path: IO },
  },
  {
    name: 'reading-is-pure',
    comment: 'Reading a plan turns a document into a structure. Files and processes belong to cli.ts and platform.',
    severity: 'error',
    from: { path: '^src/modules/plan-reading/', pathNot: '(\\.test|\\.fixture|/cli)\\.ts$' },
    to: { path: IO },
  },
  {
    name: 'nobody-imports-a-root',
    comment:
      'server, application, api, worker and cli compose the system. Move what is shared to platform or a module.',
    severity: 'error',
    from: { path: '^src/', pathNot: [ROOTS, TESTS] },
    to: { path: ROOTS },
  },
  {
    name: 'no-cycles',
    comment: 'Two files that need each other are one file, or hide a third. Extract it.',
    severity: 'error',
    from: { path: '^src/' },
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
];
