import type { CheckpointFormat } from './checkpointFormat';
import { isHdf5 } from './hdf5/superblock';
import { openWeights } from './keras/openWeights';
import { orError } from './malformed';

/** Weights of Keras in an HDF5 file: .weights.h5, and the .h5 of whole models. */
export const kerasHdf5: CheckpointFormat = {
  id: 'keras-hdf5',
  label: 'Keras weights (HDF5)',
  recognise(path, head) {
    if (!isHdf5(head)) return 0;
    return /\.(h5|hdf5|keras)$/i.test(path) ? 3 : 2;
  },
  open: (source) => orError(() => openWeights(source)),
};
