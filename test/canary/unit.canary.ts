import { sing } from './sing.ts';

sing('unit');
