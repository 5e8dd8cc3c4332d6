/**
 * What a load must keep to. The published figures of a comparable national service, Financial Benchmarking and Insights
 * Tool (Department for Education, England), are the least: 600 people at once, 44–98 requests a second, P95 under a second,
 * errors under 0.1 %.
 */
export const THRESHOLDS = {
  /** Milliseconds to the last byte of a page. */
  pageP95: 1000,
  /** Of a form or an upload with what it stores. */
  formP95: 1500,
  /** Of a produced DOCX, XLSX or PDF. */
  fileP95: 3000,
  errorShare: 0.001,
  /** Requests a second that an ordinary day of 600 people must reach at least, or the load was not what it says. */
  leastPerSecond: 44,
  /** Share by which memory may grow from the second quarter of a soak to its last. */
  memoryGrowth: 0.1,
} as const;
