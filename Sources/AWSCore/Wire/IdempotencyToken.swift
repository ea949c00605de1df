import FoundationEssentials

/// The source of the tokens by which AWS recognises a retry.
///
/// A token is created when the input is serialised, once per call, so that every attempt carries the same one.
public enum IdempotencyToken {
    /// The generator, which tests replace.
    @TaskLocal public static var next: @Sendable () -> String = { UUID().uuidString.lowercased() }
}
