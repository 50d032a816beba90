/** Whether the person at this screen asked their device for no moving parts: then nothing unfolds, fades or slides (WCAG 2.3.3). */
export const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
