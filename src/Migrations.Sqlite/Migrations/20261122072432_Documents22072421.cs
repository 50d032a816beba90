using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Documents22072421 : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "document_batches",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    region = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor = table.Column<string>(type: "TEXT", nullable: false),
                    job_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    file_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    households = table.Column<int>(type: "INTEGER", nullable: false),
                    persons = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_document_batches", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "printed_documents",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    number = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    household_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    region = table.Column<long>(type: "INTEGER", nullable: false),
                    on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    facts = table.Column<byte[]>(type: "BLOB", nullable: false),
                    benefits = table.Column<byte[]>(type: "BLOB", nullable: false),
                    printed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    printed_by = table.Column<string>(type: "TEXT", nullable: false),
                    batch = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_printed_documents", x => new { x.county, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_document_batches_county_at",
                table: "document_batches",
                columns: new[] { "county", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_printed_documents_county_household_id_printed_at",
                table: "printed_documents",
                columns: new[] { "county", "household_id", "printed_at" });

            migrationBuilder.CreateIndex(
                name: "ux_printed_documents_number",
                table: "printed_documents",
                columns: new[] { "county", "number" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "document_batches");

            migrationBuilder.DropTable(
                name: "printed_documents");
        }
    }
}
