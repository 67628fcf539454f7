/** Labels that every container and image of the farm bears, so that what a killed worker left can be found. */
export const workerLabel = 'wheelyard.worker';
export const attemptLabel = 'wheelyard.attempt';
export const imageLabel = 'wheelyard.image';
