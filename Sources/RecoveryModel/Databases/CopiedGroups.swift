/// Whether another region has what a database that is restored there is to be attached to.
package struct CopiedGroups: Sendable, Equatable {
    package var hasParameterGroup: Collected<Bool>
    package var hasOptionGroup: Collected<Bool>

    package init(hasParameterGroup: Collected<Bool>, hasOptionGroup: Collected<Bool>) {
        self.hasParameterGroup = hasParameterGroup
        self.hasOptionGroup = hasOptionGroup
    }
}
