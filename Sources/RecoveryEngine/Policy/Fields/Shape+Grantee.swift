import AWSNames
import JSONWriting
import RecoveryModel

extension Shape where Value == String {
    /// Somebody outside the scope who may be granted access: an account, a principal's ARN or unique ID, an organization, a
    /// canonical user, an identity provider, a VPC, a VPC endpoint or a network.
    static let grantee = scalar(
        "account ID, ARN, organization, provider, unique ID or network",
        schema: .members(["type": .string("string"), "minLength": .integer(1), "maxLength": .integer(2_048)]),
        print: { $0 }
    ) { scalar throws(Refusal) in
        let text = scalar.text
        let isNumber = text.allSatisfy { $0.isASCII && $0.isNumber }
        let isOrganization = text.hasPrefix("o-") && text.allSatisfy { !$0.isWhitespace && $0 != "*" }
        let isCanonical = text.count == 64 && text.allSatisfy(\.isHexDigit)
        let isProvider =
            text.contains(".") && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "./_-".contains($0)) }
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
        let isUniqueID = ["AROA", "AIDA"].contains(text.prefix(4)) && text.count > 4 && text.allSatisfy(\.isCode)
        let isNetwork =
            AddressRange(text) != nil
            || (text.hasPrefix("vpc-") || text.hasPrefix("vpce-"))
                && text.drop { $0 != "-" }.dropFirst().allSatisfy(\.isCode)
        if isNumber, scalar.isPlain, text.hasPrefix("0") {
            throw Refusal(
                "unquoted-account-id", "the account id `\(text.prefix(40))` needs quotes",
                detail: "Without quotes YAML tools read it as an octal number or drop the zero.",
                hint: "write \"\(text.prefix(40))\"")
        }
        guard
            AccountID(text) != nil || ARN(text) != nil || isOrganization || isCanonical || isProvider || isUniqueID
                || isNetwork
        else {
            throw Refusal(
                "invalid-value", "`\(text.prefix(60))` is nobody to whom a policy can grant access",
                hint: "write an account ID such as \"123456789012\", the ARN of a role or user, or `o-…`")
        }
        return text
    }
}

extension Character {
    /// True of what AWS makes its ids of.
    fileprivate var isCode: Bool { isASCII && (isLetter || isNumber) }
}
