export { IMAGES_FOLDER, buildImages } from './images/build-images.ts';
export { installPackages, missingForNode } from './requirements.ts';
export { runInSandbox } from './sandbox/sandbox.ts';
