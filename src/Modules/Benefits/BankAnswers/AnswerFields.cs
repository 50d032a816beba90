using System.Globalization;
using Fuyao.Kernel;
using Fuyao.Registry.Contracts;

namespace Fuyao.Benefits.BankAnswers;

/// <summary>What a row of the bank's answer says.</summary>
/// <param name="Number">明细号: the payment's id as our own file gave it.</param>
/// <param name="Arrived">Null: the bank's words are not understood.</param>
/// <param name="Said">The bank's words: what became of it, and why.</param>
internal sealed record AnswerLine(string Sheet, int Row, string? Number, string? Account, string? Name, string? Receiver, string? Purpose, Money? Amount, bool? Arrived, string? Said);

/// <summary>The columns of a bank's answer: our own file's, as it came back, and what banks call them.</summary>
internal static class AnswerFields
{
    /// <summary>Under this name mappings are learned.</summary>
    public const string List = "bank-answer";

    public const string Result = "处理结果";
    private const string Number = "明细号";
    private const string Account = "账号";
    private const string Name = "户名";
    private const string Receiver = "领款人";
    private const string Purpose = "用途";
    private const string Amount = "金额";
    private const string Reason = "失败原因";

    /// <summary>What a cell of the result may be said to mean.</summary>
    public static readonly string[] Codes = [Arrived, CameBack];

    public static readonly IReadOnlyList<ListField> All =
    [
        new(Number, new("发放明细的编号,由银行原样带回", "number of the payment, given back by the bank as it was"), ["付款编号", "明细编号", "业务编号", "客户流水号", "企业流水号", "业务参考号", "附言编号", "payment number", "reference"]),
        new(Account, new("收款账号", "account"), ["收款账号", "收款人账号", "客户账号", "卡号", "银行卡号", "银行账号", "一卡通账号", "账户", "帐号", "收款帐号", "account", "account number"]),
        new(Name, new("账户的户名", "name of the account's holder"), ["收款人", "收款人名称", "收款人姓名", "账户名称", "账户名", "客户姓名", "客户名称", "姓名", "收款户名", "account name", "name"]),
        new(Receiver, new("领款人", "who receives"), ["实际领款人", "受益人", "receiver"]),
        new(Purpose, new("款项用途", "what the money is for"), ["摘要", "附言", "备注", "款项用途", "purpose"]),
        new(Amount, new("金额(元)", "amount in yuan"), ["金额(元)", "发放金额", "代发金额", "交易金额", "实发金额", "付款金额", "入账金额", "发生额", "amount"]),
        new(Result, new("到账还是退回", "arrived or came back"), ["结果", "状态", "处理状态", "交易状态", "交易结果", "入账状态", "发放状态", "代发结果", "返回码", "返回结果", "成功标志", "处理标志", "result", "status"]),
        new(Reason, new("退回的原因", "why it came back"), ["原因", "退回原因", "退票原因", "错误原因", "错误信息", "失败说明", "返回信息", "返回说明", "处理说明", "处理信息", "reason", "message"]),
    ];

    private const string Arrived = "到账";
    private const string CameBack = "退回";

    // What came back is looked for first: 不成功 holds 成功.
    private static readonly string[] Bad =
        ["失败", "退", "不成功", "未成功", "未入账", "未到账", "拒", "错误", "不符", "不存在", "销户", "冻结", "挂失", "注销", "无此", "异常", "止付", "fail", "return", "reject", "error", "invalid", "closed"];

    private static readonly string[] Good = ["成功", "到账", "入账", "已发", "已付", "已代发", "完成", "正常", "success", "paid", "settled"];

    public static IReadOnlyList<AnswerLine> Read(ReadList list) => [.. list.Rows.Where(IsPayment).Select(row => Read(row, list.Mapping))];

    /// <summary>Whether a file says at all what became of its payments.</summary>
    public static bool SaysResult(ReadList list) => list.Has(Result) || list.Has(Reason);

    /// <summary>Whether its rows can be found among the payments.</summary>
    public static bool SaysPayment(ReadList list) => list.Has(Number) || list.Has(Account) || (list.Has(Name) && list.Has(Amount));

    /// <summary>Null where nothing is said or nobody understands it.</summary>
    public static bool? Understand(string? result, string? reason, IReadOnlyDictionary<string, string>? codes)
    {
        if (result is null)
        {
            return reason is null ? null : Means(reason) ?? false;
        }

        return codes?.GetValueOrDefault(result) is { } said ? said == Arrived
            : result.All(c => c == '0') ? true
            : Means(result);
    }

    // Sums and signatures under the list are no payments: they have a text and perhaps a number, but nobody to pay.
    private static bool IsPayment(ListRow row) => row[Number] is not null || row[Account] is not null || (row[Name] is not null && row[Amount] is not null);

    private static AnswerLine Read(ListRow row, ImportMapping mapping)
    {
        var column = mapping.Columns.FirstOrDefault(c => c.Field == Result);
        var result = row[Result] ?? mapping.Constants.GetValueOrDefault(Result);
        var reason = row[Reason];
        var said = string.Join(" ", new[] { result, reason }.Where(t => t is not null).Distinct());
        return new AnswerLine(
            row.Sheet, row.Row, row[Number], row[Account]?.Replace(" ", "", StringComparison.Ordinal), row[Name], row[Receiver], row[Purpose], AmountOf(row[Amount]),
            Understand(result, reason, column?.Codes), said.Length == 0 ? null : said.Length > 500 ? said[..500] : said);
    }

    private static bool? Means(string words) =>
        Bad.Any(w => words.Contains(w, StringComparison.OrdinalIgnoreCase)) ? false : Good.Any(w => words.Contains(w, StringComparison.OrdinalIgnoreCase)) ? true : null;

    private static Money? AmountOf(string? text) =>
        text is not null && decimal.TryParse(text.TrimStart('¥', '￥').TrimEnd('元'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var yuan)
            && Math.Abs(yuan) < 1e12m ? Money.FromYuan(yuan) : null;
}
