import { z } from 'zod';

const answered = z.object({
  data: z.object({
    changed: z.object({ userErrors: z.array(z.object({ message: z.string(), code: z.string().nullish() })) }),
  }),
});
type UserError = z.output<typeof answered>['data']['changed']['userErrors'][number];

/** The first thing that Shopify found wrong with a change; undefined where it was made. */
export function firstWrong(answer: unknown): UserError | undefined {
  return answered.parse(answer).data.changed.userErrors[0];
}
