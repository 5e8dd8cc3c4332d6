/** The site map: every address of Opora and the file that answers it. */
import { index, type RouteConfig } from '@react-router/dev/routes';

export default [index('pages/today.tsx')] satisfies RouteConfig;
