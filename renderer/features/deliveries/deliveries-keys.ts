/** Keys of a report in the window of deliveries. */
export const DELIVERY_KEYS = { retry: 'R', open: 'Enter' } as const;
