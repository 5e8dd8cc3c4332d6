/** What other modules and the roots may use of the reports. */
export { planDocument } from './plan-document.ts';
