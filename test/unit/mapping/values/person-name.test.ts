import { describe, expect, it } from 'vitest';
import { personName } from '../../../../src/mapping/values/person-name.ts';

describe('A8: a full name in its parts', () => {
  it.each([
    ['Jane Doe, PhD', 'Jane', 'Doe', '', 'PhD'],
    ['Jane Doe, Ph.D.', 'Jane', 'Doe', '', 'Ph.D.'],
    ['Jane Doe PhD', 'Jane', 'Doe', '', 'PhD'],
    ['Jane Doe, MBA, CPA', 'Jane', 'Doe', '', 'MBA, CPA'],
    ['Jane Doe, MA', 'Jane', 'Doe', '', 'MA'],
    ['Yo-Yo Ma', 'Yo-Yo', 'Ma', '', ''],
    ['Doe, Jane, PhD', 'Jane', 'Doe', '', 'PhD'],
    ['Martin King, Jr.', 'Martin', 'King', '', 'Jr.'],
    ['King, Martin Jr.', 'Martin', 'King', '', 'Jr.'],
    ['John Smith Jr.', 'John', 'Smith', '', 'Jr.'],
    ['John Smith III', 'John', 'Smith', '', 'III'],
    ['John Q. Public, Esq.', 'John Q.', 'Public', '', 'Esq.'],
    ["Jan van 't Hoff", 'Jan', "van 't Hoff", '', ''],
    ['Jan van ’t Hoff', 'Jan', 'van ’t Hoff', '', ''],
    ['Otto zu Stolberg', 'Otto', 'zu Stolberg', '', ''],
    ['Karl von und zu Guttenberg', 'Karl', 'von und zu Guttenberg', '', ''],
    ['João do Carmo', 'João', 'do Carmo', '', ''],
    ['Maria dos Santos e Silva', 'Maria', 'dos Santos e Silva', '', ''],
    ['José Ortega y Gasset', 'José', 'Ortega y Gasset', '', ''],
    ['Mary St. John', 'Mary', 'St. John', '', ''],
    ['Ludwig van Beethoven', 'Ludwig', 'van Beethoven', '', ''],
    ['Kim Van Dam', 'Kim', 'Van Dam', '', ''],
    ['Ana María de la Cruz', 'Ana María', 'de la Cruz', '', ''],
    ['Cruz, Ana', 'Ana', 'Cruz', '', ''],
    ['van der Berg, Jan', 'Jan', 'van der Berg', '', ''],
    ['Mohammed bin Salman', 'Mohammed', 'bin Salman', '', ''],
    ['Lars af Klint', 'Lars', 'af Klint', '', ''],
    ['Gianni della Valle', 'Gianni', 'della Valle', '', ''],
    ["Jeanne d'Arc", 'Jeanne', "d'Arc", '', ''],
    ['Dr. Anna Weber', 'Anna', 'Weber', 'Dr.', ''],
    ['Weber, Dr. Anna', 'Anna', 'Weber', 'Dr.', ''],
    ['Prof. Dr. med. Hans-Peter Müller', 'Hans-Peter', 'Müller', 'Prof. Dr. med.', ''],
    ['Frau Dr. Weber', '', 'Weber', 'Frau Dr.', ''],
    ['Mrs. Jane Doe', 'Jane', 'Doe', 'Mrs.', ''],
    ['Sir Ian McKellen', 'Ian', 'McKellen', 'Sir', ''],
    ['Don Draper', 'Don', 'Draper', '', ''],
    ['Van Morrison', 'Van', 'Morrison', '', ''],
    ['Ben Affleck', 'Ben', 'Affleck', '', ''],
    ['山田 太郎', '太郎', '山田', '', ''],
    ['김 철수', '철수', '김', '', ''],
    ['Cher', 'Cher', '', '', ''],
    ['  Ana\u00a0\u200bRuiz ', 'Ana', 'Ruiz', '', ''],
    ['', '', '', '', ''],
    [',', '', '', '', ''],
    ['Jr.', 'Jr.', '', '', ''],
  ])('%j', (text, first, last, title, suffix) => {
    expect(personName(text)).toMatchObject({ first, last, title, suffix });
  });

  it.each([
    ['Gabriel García Márquez', true],
    ['Mary Jane Watson', true],
    ['Nguyễn Văn An', true],
    ['Ana Ruiz', false],
    ['John Q. Public', false],
    ['Ludwig van Beethoven', false],
    ['García Márquez, Gabriel', false],
    ['Cher', false],
  ])('%j is a guess: %j', (text, isGuess) => {
    expect(personName(text).isGuess).toBe(isGuess);
  });
});
