import { problemsOf } from "../problems.ts"

/** What can go wrong with plugins. */
export const pluginProblems = {
  plugin_too_large: { say: "This is no plugin: it has {size} letters, and {most} are the most." },
  plugin_unreadable: { say: "The plugin cannot be read: {why}." },
  plugin_no_manifest: {
    say: "This is no plugin: a plugin is a module whose default export has `plugin: 1`, a name, a version and actions.",
  },
  plugin_newer: {
    say: "The plugin is written for version {version} of plugins, and this is version 1. Update Rivulet.",
  },
  plugin_malformed: { say: "The plugin says something that it cannot say, at {path}: {why}." },
  plugin_name_taken: {
    say: "A plugin cannot be called “{name}”: steps that come with Rivulet are. Give it another name.",
  },
  plugin_bad_template: { say: "The plugin's template {number} is no workflow: {why}" },
  plugin_undeclared: {
    say: "The plugin may not {what}: it does not say that it would. Its author has to declare {pattern} among what the action uses.",
  },
  plugin_path_undeclared: {
    say: "The plugin may not {what} {path}: it does not say that it would. Its author has to declare the path among what the action uses.",
  },
  plugin_no_outlet: { say: "The plugin left by “{outlet}”, which {kind} does not have. It has {outlets}." },
  plugin_bad_output: {
    say: "What {kind} gave by “{outlet}” is not what it says that it gives, at {path}: {why}.",
  },
  plugin_missing: {
    say: "The plugin “{plugin}” is not installed, which “{kind}” belongs to. Install it in the settings under Plugins, or take this out.",
  },
  plugin_not_kept: {
    say: "The run goes on with {plugin} {version}, and that version is no longer kept here. Bring back a backup that has it, or start a new run.",
  },
  plugin_bad_poll: { say: "The plugin's trigger {type} did not give what it has to, at {path}: {why}." },
} as const

/** Makes a problem of plugins. */
export const pluginProblem = problemsOf(pluginProblems)
