import AWSNames
import JSONWriting
import RecoveryModel

extension Shape where Value == Bool {
    /// `true` or `false`, but none of the other boolean words of YAML 1.1.
    static let flag = Shape.scalar(
        "`true` or `false`", schema: .members(["type": .string("boolean")]), print: { $0 ? "true" : "false" }
    ) { scalar throws(Refusal) in
        let isTrue = ["true", "yes", "on", "y"].contains(scalar.text.lowercased())
        let isFalse = ["false", "no", "off", "n"].contains(scalar.text.lowercased())
        if scalar.isPlain, scalar.text == "true" || scalar.text == "false" { return isTrue }
        guard isTrue || isFalse else {
            throw Refusal(
                "wrong-type", "expected `true` or `false`, found `\(scalar.text.prefix(40))`")
        }
        throw Refusal(
            "boolean-word",
            scalar.isPlain
                ? "`\(scalar.text)` is a boolean to some YAML tools and a string to others"
                : "\"\(scalar.text)\" in quotes is a string",
            hint: "write `\(isTrue)`")
    }

    /// A word that means true, and if given an opposite that means false.
    static func word(_ yes: String, opposite: String? = nil) -> Shape {
        words(
            [yes] + [opposite].compactMap(\.self), label: opposite.map { "`\(yes)` or `\($0)`" } ?? "`\(yes)`",
            print: { $0 ? yes : opposite ?? "" }, parse: { $0 == yes ? true : $0 == opposite ? false : nil })
    }
}

extension Shape {
    /// One of a few words.
    static func words(
        _ words: [String], label: String? = nil, print: @escaping @Sendable (Value) -> String,
        parse: @escaping @Sendable (String) -> Value?
    ) -> Shape {
        let choice = words.map { "`\($0)`" }.joined(separator: ", ")
        let schema = OrderedJSON.members([
            "type": .string("string"), "enum": .array(words.map(OrderedJSON.string)),
        ])
        return scalar(label ?? (words.count == 1 ? choice : "one of \(choice)"), schema: schema, print: print) {
            scalar throws(Refusal) in
            if let value = parse(scalar.text) { return value }
            throw Refusal(
                "unknown-word", "unknown value `\(scalar.text.prefix(40))`",
                hint: Spelling.hint(for: scalar.text, in: words)
                    ?? "use \(words.count == 1 ? "" : "one of ")\(choice)")
        }
    }
}

extension Shape where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of the words of an enumeration.
    static func choice(_ type: Value.Type) -> Shape {
        words(type.allCases.map(\.rawValue), print: \.rawValue, parse: { Value(rawValue: $0) })
    }
}

extension Shape where Value == Int {
    /// A whole number.
    static func count(_ range: ClosedRange<Int>) -> Shape {
        Shape.scalar(
            "whole number",
            schema: .members([
                "type": .string("integer"), "minimum": .integer(range.lowerBound),
                "maximum": .integer(range.upperBound),
            ]),
            print: { String($0) }
        ) { scalar throws(Refusal) in
            guard scalar.isPlain, scalar.text.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(scalar.text),
                String(number) == scalar.text
            else {
                throw Refusal(
                    "wrong-type", "expected whole number, found `\(scalar.text.prefix(40))`",
                    hint: "use digits without quotes, such as 12")
            }
            guard range.contains(number) else {
                throw Refusal(
                    "invalid-value", "\(number) is out of range",
                    hint: "use a value from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }
    }
}

extension Shape where Value == Int {
    /// A share, such as `20%`.
    static let percent = Shape.scalar(
        "share such as `20%`",
        schema: .members(["type": .string("string"), "pattern": .string("^[1-9][0-9]{0,2}%$")]),
        print: { "\($0)%" }
    ) { scalar throws(Refusal) in
        let digits = scalar.text.prefix { $0.isASCII && $0.isNumber }
        guard let share = Int(digits), share > 0, digits.count <= 3, digits.first != "0" else {
            throw Refusal("invalid-value", "`\(scalar.text.prefix(40))` is not a share", hint: "write `20%`")
        }
        guard scalar.text == digits + "%" else {
            let id = digits.count == scalar.text.count ? "missing-unit" : "wrong-unit"
            throw Refusal(id, "`\(scalar.text.prefix(40))` is not a share", hint: "write `\(share)%`")
        }
        return share
    }
}

extension Shape where Value == Double {
    /// A number, with or without a fraction.
    static let number = Shape.scalar(
        "number", schema: .members(["type": .string("number")]), print: Money.digits
    ) { scalar throws(Refusal) in
        guard scalar.isPlain, scalar.text.allSatisfy({ $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }),
            let number = Double(scalar.text), number.isFinite
        else {
            throw Refusal("wrong-type", "expected number, found `\(scalar.text.prefix(40))`")
        }
        return number
    }

    /// An amount, such as `5 USD` or `25 USD/month`.
    static func money(per period: String? = nil) -> Shape {
        let suffix = period.map { " USD/\($0)" } ?? " USD"
        return Shape.scalar(
            "amount such as `25\(suffix)`",
            schema: .members(["type": .string("string"), "pattern": .string("^[0-9]+(\\.[0-9]{1,2})?\(suffix)$")]),
            print: { Money.digits($0) + suffix }
        ) { scalar throws(Refusal) in
            let digits = scalar.text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            guard let amount = Double(digits), amount.isFinite, amount < 1e12 else {
                throw Refusal(
                    "invalid-value", "`\(scalar.text.prefix(40))` is not an amount", hint: "write `25\(suffix)`")
            }
            guard scalar.text == digits + suffix else {
                let id = digits.count == scalar.text.count ? "missing-unit" : "wrong-unit"
                throw Refusal(id, "`\(scalar.text.prefix(40))` is not an amount", hint: "write `\(digits)\(suffix)`")
            }
            return amount
        }
    }
}

/// Formats amounts as policies write them.
enum Money {
    @Sendable static func digits(_ amount: Double) -> String {
        amount == amount.rounded() && abs(amount) < 1e15 ? String(Int(amount)) : String(amount)
    }
}

extension Shape where Value == ByteCount {
    /// A size, such as `20GiB`.
    static let size = Shape.scalar(
        "size such as `20GiB`",
        schema: .members(["type": .string("string"), "pattern": .string("^[0-9]+(B|KiB|MiB|GiB|TiB)$")]),
        print: \.description
    ) { scalar throws(Refusal) in
        if let size = ByteCount(scalar.text) { return size }
        let digits = scalar.text.prefix { $0.isASCII && $0.isNumber }
        let unit = scalar.text.dropFirst(digits.count).filter { $0 != " " }.lowercased()
        let meant = ["k": "KiB", "m": "MiB", "g": "GiB", "t": "TiB"][unit.prefix(1)]
        throw Refusal(
            !digits.isEmpty && unit.isEmpty ? "missing-unit" : "wrong-unit",
            "`\(scalar.text.prefix(40))` is not a size",
            hint: digits.isEmpty || digits.count > 12
                ? "use digits and one of B, KiB, MiB, GiB, TiB, such as 20GiB" : "write `\(digits)\(meant ?? "GiB")`")
    }
}

extension Shape where Value == AccountID {
    /// An account id: twelve digits in quotes.
    static let account: Shape = {
        var shape = Shape.scalar(
            "account id such as `\"123456789012\"`",
            schema: .members(["type": .string("string"), "pattern": .string("^[0-9]{12}$")]), print: \.description
        ) { scalar throws(Refusal) in
            guard let account = AccountID(scalar.text) else { throw refusal(of: scalar.text) }
            guard !scalar.isPlain || !scalar.text.hasPrefix("0") else {
                throw Refusal(
                    "unquoted-account-id", "the account id `\(account)` needs quotes",
                    detail: "Without quotes YAML tools read it as an octal number or drop the zero.",
                    hint: "write \"\(account)\"")
            }
            return account
        }
        let read = shape.read
        shape.read = { node, path, reader in
            let account = read(node, path, &reader)
            if let account, case .scalar(let scalar) = node.content, scalar.isPlain {
                let advice = Refusal(
                    "unquoted-account-id", "the account id `\(account)` should be in quotes",
                    detail: "Other YAML tools read it as a number.", hint: "write \"\(account)\"")
                reader.report(advice, as: .warning, at: path, node.location)
            }
            return account
        }
        return shape
    }()

    private static func refusal(of text: String) -> Refusal {
        let digits = text.filter { $0.isASCII && $0.isNumber }
        let hint: String? =
            if digits.count == 12 {
                "write \"\(digits)\""
            } else if digits.count == text.count, (9..<12).contains(digits.count) {
                "if it begins with zeros, include them and add quotes: \"\(String(repeating: "0", count: 12 - digits.count))\(digits)\""
            } else {
                nil
            }
        return Refusal(
            "invalid-value", "`\(text.prefix(40))` is not an account id, which has twelve digits", hint: hint)
    }
}

extension Shape where Value == Region {
    /// A region's code.
    static let region = Shape.scalar(
        "region such as `us-east-1`",
        schema: .members(["type": .string("string"), "pattern": .string("^[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}$")]),
        print: \.rawValue
    ) { scalar throws(Refusal) in
        let parts = scalar.text.split(separator: "-", omittingEmptySubsequences: false)
        let words = parts.dropLast()
        let isWordy =
            words.count >= 2
            && words.allSatisfy { word in
                !word.isEmpty && word.allSatisfy { ("a"..."z").contains($0) }
            }
        let last = parts.last ?? ""
        if isWordy, (1...2).contains(last.count), last.allSatisfy({ $0.isASCII && $0.isNumber }) {
            return Region(scalar.text)
        }
        let isZone = isWordy && last.dropLast().allSatisfy { $0.isASCII && $0.isNumber } && last.count > 1
        throw Refusal(
            "invalid-value", "`\(scalar.text.prefix(40))` is not a region",
            hint: isZone
                ? "write `\(scalar.text.dropLast())`: the letter names an Availability Zone" : "write it as `us-east-1`"
        )
    }
}
