/** The numbers shown: a window of at most `most` pages around the current one. */
export const visiblePages = (page: number, count: number, most: number): number[] => {
  const length = Math.max(1, Math.min(most, count));
  const first = Math.max(1, Math.min(page - Math.floor(length / 2), count - length + 1));
  return Array.from({ length: Math.min(length, count) }, (_, index) => first + index);
};
