/** Settings of a calm editor: no welcome, no advice, no accounts, nothing asked of the net, and as the desktop saves. */
export const calmSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'files.autoSave': 'off',
  'chat.disableAIFeatures': true,
  // Opened alone, the examples are part of a repository further up: no reason to ask.
  'git.openRepositoryInParentFolders': 'never',
  'remote.autoForwardPorts': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
};

/** Settings for tests: calm, still, and with a terminal whose text can be read from the page. */
export const testSettings = {
  ...calmSettings,
  'workbench.reduceMotion': 'on',
  'terminal.integrated.gpuAcceleration': 'off',
  'git.enabled': false,
};
