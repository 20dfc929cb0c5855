type Numeral = `${number}`;

/** All digits of a number as JSON sends it, without an exponent: 1e-7 is 0.0000001. */
export const decimalText = (value: number): Numeral => {
  const [mantissa = '0', exponent] = String(Object.is(value, -0) ? 0 : value).split('e');
  if (exponent === undefined) return mantissa as Numeral;
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const shift = Number(exponent);
  const digits = whole + fraction;
  const point = whole.length + shift;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}` as Numeral;
  if (point >= digits.length) return `${sign}${digits}${'0'.repeat(point - digits.length)}` as Numeral;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}` as Numeral;
};

export const fractionDigits = (text: string): number => text.split('.')[1]?.length ?? 0;
