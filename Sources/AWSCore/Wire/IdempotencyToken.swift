import FoundationEssentials

/// Where the tokens come from that let AWS recognise a retry.
///
/// A token is made when the input is serialised, which happens once a call: every attempt carries the same one.
public enum IdempotencyToken {
    /// Replaced in tests.
    @TaskLocal public static var next: @Sendable () -> String = { UUID().uuidString.lowercased() }
}
