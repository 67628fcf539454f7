/** Labels that every container and image of the farm bears, so that what a killed worker left can be found. */
/** Which farm: several may share an engine, and none sweeps another's. */
export const farmLabel = 'wheelyard.farm';
export const workerLabel = 'wheelyard.worker';
/** One container among those of its worker. */
export const markLabel = 'wheelyard.mark';
export const attemptLabel = 'wheelyard.attempt';
export const imageLabel = 'wheelyard.image';
