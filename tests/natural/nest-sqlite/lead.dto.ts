import { Type } from 'class-transformer';
import {
  IsEmail,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';

const STATUSES = ['new', 'contacted', 'qualified', 'converted', 'lost', 'follow_up'];
const statusMessage = `Status must be one of: ${STATUSES.join(', ')}`;

class LeadFields {
  @IsOptional()
  @IsString()
  @Matches(/^\+?[0-9][0-9 ().-]{6,19}$/, { message: 'Must be a valid phone number' })
  phone?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(255)
  source?: string | null;

  @IsOptional()
  @IsIn(STATUSES, { message: statusMessage })
  status?: string;

  @IsOptional()
  @IsObject()
  metadata?: Record<string, unknown> | null;
}

export class CreateLeadDto extends LeadFields {
  @IsString()
  @IsNotEmpty()
  @MaxLength(255)
  name: string;

  @IsEmail({}, { message: 'Must be a valid email address' })
  email: string;
}

export class UpdateLeadDto extends LeadFields {
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(255)
  name?: string;

  @IsOptional()
  @IsEmail({}, { message: 'Must be a valid email address' })
  email?: string;
}

export class ListLeadsDto {
  @Type(() => Number)
  @IsInt()
  @Min(1)
  page = 1;

  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit = 20;

  @IsOptional()
  @IsIn(STATUSES, { message: statusMessage })
  status?: string;

  @IsOptional()
  @IsString()
  source?: string;

  @IsOptional()
  @IsString()
  search?: string;
}
