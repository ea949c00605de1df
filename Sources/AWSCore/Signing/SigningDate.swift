import CivilCalendar

/// The moment of signing, in the one form that Signature Version 4 knows: `20150830T123600Z`.
public struct SigningDate: Hashable, Sendable, CustomStringConvertible {
    /// Seconds since 1970.
    public let secondsSince1970: Int
    /// Date and time, UTC, without separators.
    public let description: String
    /// The date alone: `20150830`.
    public let day: String

    /// From seconds since 1970; years 0 to 9999.
    public init(secondsSince1970 seconds: Int) {
        secondsSince1970 = seconds
        let time = CivilTime(secondsSince1970: seconds).basic
        day = String(time.prefix(8))
        description = time + "Z"
    }
}
