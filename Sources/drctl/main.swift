import Dispatch
import DrctlCommands

// Before the first task: the runtime's own files must not become one of the standard streams.
Drctl.prepare()
Task { await Drctl.start() }
dispatchMain()
