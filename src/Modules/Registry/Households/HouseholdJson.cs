using System.Globalization;
using System.Text;
using Fuyao.Kernel;
using Fuyao.Registry.Contracts;

namespace Fuyao.Registry.Households;

internal sealed record HouseholdRow(
    int County, Guid Id, string Number, long Region, string? Group, string? HeadName, Guid VersionId, string? Status, byte[]? BankAccount,
    Money? StatedIncomePerHead, string Facts);

internal sealed record PersonRow(Guid HouseholdId, Guid Id, string? Name, DateOnly Birth, string? Relation, byte[]? IdNumber, string Facts);

/// <summary>Puts the contract's object together from stored canonical facts without parsing them.</summary>
internal static class HouseholdJson
{
    private const int Overhead = 128;
    private const int PersonOverhead = 48;

    public static HouseholdRecord Record(HouseholdRow household, List<PersonRow> persons, int first, int end)
    {
        var lines = new PersonLine[end - first];
        var size = Overhead + Encoding.UTF8.GetMaxByteCount(household.Facts.Length);
        for (var i = first; i < end; i++)
        {
            var person = persons[i];
            lines[i - first] = new PersonLine(person.Id, person.Name, person.Birth, person.Relation, person.IdNumber);
            size += PersonOverhead + Encoding.UTF8.GetMaxByteCount(person.Facts.Length);
        }

        var text = new Buffer(size);
        text.Add("{\"id\":\""u8);
        text.Add(household.Id);
        text.Add("\",\"region\":\""u8);
        text.Add(household.Region);
        text.Add("\","u8);
        text.AddMembers(household.Facts);
        text.Add("\"persons\":["u8);
        for (var i = first; i < end; i++)
        {
            text.Add(i == first ? "{\"id\":\""u8 : ",{\"id\":\""u8);
            text.Add(persons[i].Id);
            text.Add("\","u8);
            text.AddMembers(persons[i].Facts);
            text.Back();
            text.Add("}"u8);
        }

        text.Add("]}"u8);
        return new HouseholdRecord(
            household.County, household.Id, household.Number, household.Region, household.Group, household.HeadName, household.VersionId,
            household.Status, household.BankAccount, household.StatedIncomePerHead, lines, text.ToMemory());
    }

    private struct Buffer(int size)
    {
        private readonly byte[] bytes = new byte[size];
        private int length;

        public void Add(ReadOnlySpan<byte> text)
        {
            text.CopyTo(bytes.AsSpan(length));
            length += text.Length;
        }

        public void Add(Guid id)
        {
            id.TryFormat(bytes.AsSpan(length), out var written);
            length += written;
        }

        public void Add(long region)
        {
            region.TryFormat(bytes.AsSpan(length), out var written, "000000000000", CultureInfo.InvariantCulture);
            length += written;
        }

        /// <summary>The members of an object without its braces, followed by a comma; nothing for an empty object.</summary>
        public void AddMembers(string json)
        {
            if (json.Length > 2)
            {
                length += Encoding.UTF8.GetBytes(json.AsSpan(1, json.Length - 2), bytes.AsSpan(length));
                bytes[length++] = (byte)',';
            }
        }

        public void Back() => length--;

        public readonly ReadOnlyMemory<byte> ToMemory() => bytes.AsMemory(0, length);
    }
}
