import DrctlCommands

await Drctl.start()
