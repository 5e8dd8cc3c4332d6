/** The files that start servers and browsers come first, so that both workers end together; within a group as vitest orders them. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const FIRST = [
  'tests/recovery/',
  'tests/security/',
  'tests/e2e/',
  'src/platform/',
  'src/cli.test.ts',
  'src/worker.test.ts',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const groupOf = ({ moduleId, project }: TestSpecification) => {
      const path = moduleId.slice(project.config.root.length + 1);
      const group = FIRST.findIndex((start) => path.startsWith(start));
      return group < 0 ? FIRST.length : group;
    };
    return (await super.sort(files)).sort((a, b) => groupOf(a) - groupOf(b));
  }
}
