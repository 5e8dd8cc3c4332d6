import type { Config } from '@react-router/dev/config';

export default {
  appDirectory: 'src/web',
  buildDirectory: 'build',
  ssr: true,
  // All addresses in one script that is cached for good, instead of a part of them worked out for every page.
  routeDiscovery: { mode: 'initial' },
} satisfies Config;
