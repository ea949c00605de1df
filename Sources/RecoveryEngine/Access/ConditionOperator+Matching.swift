import RecoveryModel

extension ConditionOperator.Comparison {
    /// Compares a request's value with a policy's. What cannot be read as the operator's type matches nothing.
    package func matches(_ held: String, _ wanted: Pattern) -> Bool {
        switch self {
        case .string(ignoringCase: false), .binary, .like, .null: return wanted.matches(held)
        case .string(ignoringCase: true): return wanted.text.lowercased() == held.lowercased()
        case .arn:
            let wanted = ARNPattern(wanted)
            return wanted.isComplete && wanted.matches(held)
        case .bool: return wanted.text.lowercased() == held.lowercased()
        case .number(let order):
            guard let held = Double(held), let wanted = Double(wanted.text) else { return false }
            return order.holds(held, wanted)
        case .date(let order):
            guard let held = Self.seconds(held), let wanted = Self.seconds(wanted.text) else { return false }
            return order.holds(held, wanted)
        case .address:
            guard let held = AddressRange(held), let wanted = AddressRange(wanted.text) else { return false }
            return wanted.contains(held)
        }
    }

    /// The same with a value as it is written, without variables.
    func matches(_ held: String, written wanted: String) -> Bool {
        switch self {
        case .string(ignoringCase: false), .binary, .null: wanted == held
        case .like: WrittenPattern.matches(wanted, held)
        case .arn: WrittenPattern.isCompleteARN(wanted) && WrittenPattern.matches(arn: wanted, held)
        case .string(ignoringCase: true), .bool: wanted.lowercased() == held.lowercased()
        case .number, .date, .address: matches(held, Pattern(pieces: wanted.map(Pattern.Piece.exactly)))
        }
    }

    /// A date of ISO 8601, or seconds since 1970.
    private static func seconds(_ text: String) -> Double? {
        Double(text) ?? Instant(text.contains("T") ? text : text + "T00:00:00Z")?.secondsSince1970
    }
}

extension ConditionOperator.Order {
    fileprivate func holds(_ left: Double, _ right: Double) -> Bool {
        switch self {
        case .equal: left == right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        }
    }
}

extension Pattern {
    /// The text that was written.
    package var text: String {
        String(
            pieces.map { piece -> Character in
                switch piece {
                case .exactly(let character): character
                case .any: "*"
                case .one: "?"
                }
            })
    }
}
