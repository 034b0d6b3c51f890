import type { Run } from '../../model/run';
import type { Settings } from '../../model/settings';
import { collapseVerdict, type CollapseVerdict } from './collapseVerdict';
import { fallCourse } from './fallCourse';
import { judgedRecords, type JudgedRecords } from './judgedRecords';
import { layerCourses, type LayerCourse } from './layerCourses';
import { trainingPhase } from './trainingPhase';

/** A layer with how it stands. */
export interface JudgedLayer {
  readonly course: LayerCourse;
  readonly records: JudgedRecords;
  readonly verdict: CollapseVerdict;
}

/** Every layer and site of a run, judged beside its siblings: the layers of the same site and, where they are told apart, the same tokens. */
export function judgedLayers(run: Run, settings: Settings): readonly JudgedLayer[] {
  const floor = settings['spectrum.collapseUtilisation'];
  const courses = layerCourses(run, settings['spectrum.normalisation']);
  if (courses.length === 0) return [];
  const rule = { floor: Math.log(floor), plannedSteps: run.plan.maxSteps, phase: trainingPhase(run) };
  const families = new Map<string, LayerCourse[]>();
  for (const course of courses) families.set(familyOf(course), [...families.get(familyOf(course)) ?? [], course]);
  const judged = [...families.values()].flatMap((family) => {
    const falls = family.map((course) => fallCourse(judgedRecords(course, family, floor)));
    return falls.map((fall) => ({ course: fall.records.course, records: fall.records, verdict: collapseVerdict(fall, falls, rule) }));
  });
  return judged.sort((a, b) => courses.indexOf(a.course) - courses.indexOf(b.course));
}

/** Layers that are of a kind: "3/TAIL" and "4/TAIL", or h.3.mlp.c_fc and h.4.mlp.c_fc. */
function familyOf({ layer, site }: LayerCourse): string {
  return `${site} ${layer.replace(/\d+/, '')}`;
}
