export const ECG_DESK_EN: Readonly<Record<string, string>> = {
  'report.check.ecg-contradiction': '“{{first}}” contradicts “{{second}}”\nBoth cannot be true; take one out.',
  'report.check.ecg-qtc-formula': '“{{text}}” does not say its formula\nName Bazett, Fridericia, Framingham or Hodges.',
  'report.check.ecg-measurement': '“{{statement}}” does not fit the measured {{value}} {{unit}}\nCheck the marks or the statement.',
  'report.check.ecg-critical-untold': 'Nobody was told of the critical finding: {{finding}}\nYou can sign; press F10 to record whom you told and what was read back.',
};
