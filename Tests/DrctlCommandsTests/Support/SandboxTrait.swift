import Testing

/// One sandbox for all tests of a suite: `Sandbox.shared()` inside them.
///
/// Starting one costs more than most of the runs on it. Suites with faults are serialised, since a fault is for everybody.
struct SandboxTrait: SuiteTrait, TestScoping {
    /// What is done when the suite is through, before the sandbox ends.
    var atEnd: @Sendable () -> Void = {}

    func provideScope(
        for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
    ) async throws {
        try await Sandbox.run { sandbox in
            try await Sandbox.$current.withValue(sandbox) { try await body() }
        }
        atEnd()
    }
}

extension Trait where Self == SandboxTrait {
    static var sandbox: Self { SandboxTrait() }

    static func sandbox(atEnd: @escaping @Sendable () -> Void) -> Self { SandboxTrait(atEnd: atEnd) }
}

extension Sandbox {
    @TaskLocal static var current: Sandbox?

    /// The suite's sandbox, without faults.
    static func shared() async throws -> Sandbox {
        let sandbox = try #require(current, "the suite lacks the trait .sandbox")
        try await sandbox.heal()
        return sandbox
    }
}
