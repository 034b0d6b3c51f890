import type { Command } from '../command';
import { adapt } from './adapt';
import { blueprint } from './blueprint';
import { check } from './check';
import { checkpoint } from './checkpoint';
import { forecast } from './forecast';
import { density } from './density';
import { replay } from './replay';
import { runs } from './runs';
import { scaling } from './scaling';
import { select } from './select';
import { series } from './series';
import { trend } from './trend';
import { spectrum } from './spectrum';
import { tail } from './tail';
import { width } from './width';

/** Every command of the terminal, in the order in which the help lists them. */
export const commands: readonly Command[] = [runs, check, replay, series, spectrum, width, checkpoint, scaling, density, trend, forecast, blueprint, select, adapt, tail];
