/// Untyped JSON, the document type of the models.
public indirect enum DocumentValue: Sendable, Hashable {
    /// `null`
    case null
    /// `true` or `false`
    case boolean(Bool)
    /// A number without fraction or exponent.
    case integer(Int)
    /// Any other number.
    case number(Double)
    /// Text.
    case string(String)
    /// Values in order.
    case array([DocumentValue])
    /// Values by name.
    case object([String: DocumentValue])
}
