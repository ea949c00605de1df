import ArgumentParser

/// The option that makes steps whatever the maintenance window.
package struct WindowOptions: ParsableArguments {
    @Flag(help: "Restart databases outside their maintenance windows too, instead of queueing or leaving that.")
    package var now = false

    package init() {}
}
