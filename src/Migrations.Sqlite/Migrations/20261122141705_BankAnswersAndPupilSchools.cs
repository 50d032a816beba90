using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class BankAnswersAndPupilSchools : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "school",
                table: "payment_lines",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "bank_answers",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    region = table.Column<long>(type: "INTEGER", nullable: false),
                    order_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    file_name = table.Column<string>(type: "TEXT", maxLength: 260, nullable: false),
                    stored_file = table.Column<byte[]>(type: "BLOB", nullable: false),
                    sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    rows = table.Column<int>(type: "INTEGER", nullable: false),
                    paid = table.Column<int>(type: "INTEGER", nullable: false),
                    paid_amount = table.Column<long>(type: "INTEGER", nullable: false),
                    returned = table.Column<int>(type: "INTEGER", nullable: false),
                    returned_amount = table.Column<long>(type: "INTEGER", nullable: false),
                    open = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    undone_at = table.Column<long>(type: "INTEGER", nullable: true),
                    undone_by = table.Column<string>(type: "TEXT", nullable: true),
                    undone_reason = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bank_answers", x => new { x.county, x.id });
                    table.ForeignKey(
                        name: "FK_bank_answers_payment_orders_county_order_id",
                        columns: x => new { x.county, x.order_id },
                        principalTable: "payment_orders",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "bank_answer_rows",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    region = table.Column<long>(type: "INTEGER", nullable: false),
                    answer_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    sheet = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    row = table.Column<int>(type: "INTEGER", nullable: false),
                    verdict = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    line_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    amount = table.Column<long>(type: "INTEGER", nullable: true),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    account_cipher = table.Column<byte[]>(type: "BLOB", nullable: true),
                    said = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    before = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bank_answer_rows", x => new { x.county, x.id });
                    table.ForeignKey(
                        name: "FK_bank_answer_rows_bank_answers_county_answer_id",
                        columns: x => new { x.county, x.answer_id },
                        principalTable: "bank_answers",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_bank_answer_rows_line",
                table: "bank_answer_rows",
                columns: new[] { "county", "answer_id", "line_id" });

            migrationBuilder.CreateIndex(
                name: "ix_bank_answers_order",
                table: "bank_answers",
                columns: new[] { "county", "order_id", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "bank_answer_rows");

            migrationBuilder.DropTable(
                name: "bank_answers");

            migrationBuilder.DropColumn(
                name: "school",
                table: "payment_lines");
        }
    }
}
